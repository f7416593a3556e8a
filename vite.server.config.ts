// Builds the server into one file; its packages stay in node_modules. The pages have their own build (vite.config.ts).
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    ssr: 'src/server/main.ts',
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    // Stack traces are read by people.
    minify: false,
    rolldownOptions: { output: { entryFileNames: 'main.js' } },
  },
});
