/** Warms up, then prints how many milliseconds the body took. Start-up is measured elsewhere. */
export async function measured(warmUp, body) {
  await warmUp();
  const from = process.hrtime.bigint();
  await body();
  console.log(Number(process.hrtime.bigint() - from) / 1e6);
}
