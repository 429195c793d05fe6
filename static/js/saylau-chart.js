// <saylau-chart>: a picture that the server has drawn, until the reader points at it, focuses or touches it.
class SaylauChart extends HTMLElement {}
customElements.define("saylau-chart", SaylauChart);
