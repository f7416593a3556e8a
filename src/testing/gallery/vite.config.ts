// Builds the gallery: every screen with fakes, for looking at and for pictures. Not part of what is served.
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'src/testing/gallery',
  publicDir: '../../web/public',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { outDir: '../../../dist/gallery', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
});
