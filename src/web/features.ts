// The features of a call's page, one line each, in the order of their buttons.
import type { WebFeature } from '#contract.web';
import { chat } from '../features/chat/web/panel.tsx';

export const features: readonly WebFeature[] = [chat];
