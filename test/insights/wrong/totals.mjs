// Awaits the price of every line, though all of them were loaded long ago.
const prices = new Map(Array.from({ length: 100 }, (_, at) => [`item ${at}`, at]));
async function total(lines) {
  let sum = 0;
  for (const { item, count } of lines) {
    // finds needless-await
    const price = await prices.get(item);
    sum += price * count;
  }
  return sum;
}
const lines = Array.from({ length: 100_000 }, (_, at) => ({ item: `item ${at % 100}`, count: 1 }));
console.log(await total(lines));
