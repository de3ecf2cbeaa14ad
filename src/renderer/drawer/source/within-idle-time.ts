// To be imported before CodeMirror, which looks for this once. Where a browser can tell that input is pending, CodeMirror parses for up to
// 100 ms at once unless there is some. A frame of the chart is no input. Otherwise it stays within the idle time that the browser gives
// it: 45 ms.
Object.defineProperty(navigator, 'scheduling', { value: undefined });
