// Prints what a URL answers. blocking.mjs starts this program for each price and waits until it ends.

const response = await fetch(process.argv[2]);
process.stdout.write(await response.text());
