/**
 * The value that a part (0 to 1) of the numbers do not exceed: one of the numbers, never a value in between; NaN if there are none.
 * Reorders `values`. Takes linear time (quickselect), where sorting would take longer.
 */
export function quantile(values: Float64Array, part: number): number {
  if (values.length === 0) return Number.NaN;
  const wanted = rankOf(values.length, part);
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    // The pivot is the middle one, because the numbers are usually sorted already; then both halves are equal.
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

/** The same of numbers in ascending order, at once. */
export function quantileOfSorted(sorted: Float64Array, part: number): number {
  return sorted[rankOf(sorted.length, part)] ?? Number.NaN;
}

/** The index, in ascending order, of the value that a part of `length` numbers do not exceed. */
const rankOf = (length: number, part: number): number =>
  Math.min(length - 1, Math.max(0, Math.ceil(part * length) - 1));
