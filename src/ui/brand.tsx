// The mark: a courtyard from above with one gate and somebody in it, which is also the first letter of 마당.

const mark = 'M8.75 20.5H5.5a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v13a2 2 0 0 1-2 2h-3.25';

/** Each letter of the logotype, drawn with one stroke. */
const letters = {
  en: {
    width: 126.2,
    path: 'M0 17.6V11a4 4 0 0 1 8 0v6.6M8 11a4 4 0 0 1 8 0v6.6M0 6.4V12M31.2 12a5 5 0 1 1-10 0a5 5 0 0 1 10 0M31.2 6.4v11.2M46.4 12a5 5 0 1 1-10 0a5 5 0 0 1 10 0M46.4 1.4v16.2M61.6 12a5 5 0 1 1-10 0a5 5 0 0 1 10 0M61.6 6.4v11.2M66.8 6.4v11.2M66.8 11.6a4.6 4.6 0 0 1 9.2 0v6M91.2 12a5 5 0 1 1-10 0a5 5 0 0 1 10 0M91.2 6.4v11a4.6 4.6 0 0 1-8.6 2.3',
  },
  ko: {
    width: 75,
    path: 'M0 4.4h8.4v9.8H0zM13.2 .9v18.4M13.2 9.4h4M31 3.2H22.6v6.2h8.8M35.6 .9v10.6M35.6 6.2h4M36.2 17.3a4.6 3.8 0 1 1-9.2 0a4.6 3.8 0 0 1 9.2 0',
  },
} as const;

export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={mark} stroke-width="4" />
      <circle cx="12" cy="12" r="3.25" />
    </svg>
  );
}

export function Logotype({ language }: { readonly language: keyof typeof letters }) {
  const { width, path } = letters[language];
  return (
    <svg viewBox={`0 0 ${width} 24`} aria-hidden="true">
      <path d={mark} stroke-width="4" />
      <circle cx="12" cy="12" r="3.25" />
      <path transform="translate(34 0)" d={path} stroke-width="2.3" />
    </svg>
  );
}
