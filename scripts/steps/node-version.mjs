// Refuses a Node.js that cannot run the tools, in one line. Imported before anything else by every command.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);

if (!isNewEnough) {
  console.error(`Madang needs Node.js 20.19 or newer in line 20, or 22.12 or newer; this is ${process.version}.`);
  process.exit(1);
}
