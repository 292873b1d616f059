/** A short soft tone, made on the spot: no file to load. A page that she has not touched yet stays silent. */
export function chime(): void {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.05;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.15);
  tone.addEventListener('ended', () => void context.close());
}
