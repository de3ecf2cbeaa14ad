/** Adds one to the list that stands under a key, and makes that list if there is none. */
export function addToList<Key, One>(lists: Map<Key, One[]>, key: Key, one: One): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [one]);
  else list.push(one);
}
