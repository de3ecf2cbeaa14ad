// What is traded, and how long the exchange takes to answer for each.

export const stocks = [
  { symbol: 'AAPL', price: '227.52', delayMs: 400 },
  { symbol: 'GOOG', price: '163.24', delayMs: 900 },
  { symbol: 'MSFT', price: '430.81', delayMs: 300 },
  { symbol: 'NVDA', price: '116.14', delayMs: 500 },
  { symbol: 'TSLA', price: '238.25', delayMs: 500 },
];
