// A camera picture without a camera: somebody in front of a wall, drawn once, as a stream.

const looks = [
  { wall: '#5d5348', glow: '#a88f5c', hair: '#2a211d', skin: '#e3b391', shirt: '#a8a294' },
  { wall: '#8d7c5e', glow: '#d6c39a', hair: '#1f1a18', skin: '#e8bd98', shirt: '#1f5b4c' },
  { wall: '#4a565c', glow: '#73838a', hair: '#8a5a33', skin: '#e6b594', shirt: '#9aa5ab' },
  { wall: '#9d8068', glow: '#c7a78c', hair: '#1d1413', skin: '#8b5a3c', shirt: '#b78a2d' },
] as const;

function draw(context: CanvasRenderingContext2D, width: number, height: number, which: number): void {
  const look = looks[which % looks.length] ?? looks[0];
  const wall = context.createRadialGradient(width * 0.25, height * 0.3, 10, width * 0.4, height * 0.4, width * 0.8);
  wall.addColorStop(0, look.glow);
  wall.addColorStop(1, look.wall);
  context.fillStyle = wall;
  context.fillRect(0, 0, width, height);
  const ellipse = (colour: string, x: number, y: number, rx: number, ry: number) => {
    context.fillStyle = colour;
    context.beginPath();
    context.ellipse(width * x, height * y, height * rx, height * ry, 0, 0, Math.PI * 2);
    context.fill();
  };
  ellipse(look.shirt, 0.5, 1.16, 0.42, 0.42);
  ellipse(look.hair, 0.5, 0.5, 0.22, 0.27);
  ellipse(look.skin, 0.5, 0.72, 0.08, 0.16);
  ellipse(look.skin, 0.5, 0.56, 0.17, 0.21);
  ellipse('#2a211d', 0.465, 0.55, 0.014, 0.022);
  ellipse('#2a211d', 0.535, 0.55, 0.014, 0.022);
}

/** Keeps drawing, as a canvas gives frames only when it changes. */
export function pictureOf(which: number): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = 1280;
  canvas.height = 720;
  const context = canvas.getContext('2d');
  if (context === null) return new MediaStream();
  draw(context, canvas.width, canvas.height, which);
  setInterval(() => draw(context, canvas.width, canvas.height, which), 200);
  return canvas.captureStream(5);
}
