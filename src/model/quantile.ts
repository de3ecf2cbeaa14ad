/**
 * The value that a part (0 to 1) of some numbers do not exceed: the nearest of them, not one in between; NaN for none.
 * Puts the numbers into another order. Takes time in proportion to how many they are, where sorting would take more.
 */
export function quantile(values: Float64Array, part: number): number {
  if (values.length === 0) return Number.NaN;
  const wanted = Math.min(values.length - 1, Math.max(0, Math.ceil(part * values.length) - 1));
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    // From the middle: what is sorted already is the usual case, and then halves evenly.
    const pivot = values[(low + high) >>> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! < pivot) left++;
      while (values[right]! > pivot) right--;
      if (left > right) break;
      const swapped = values[left]!;
      values[left++] = values[right]!;
      values[right--] = swapped;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return values[wanted]!;
}
