// Which features have a seat at the server: one line each.
import type { SeatedFeature } from './rooms/feature-seat.ts';

export const features: readonly SeatedFeature[] = [];
