"""Maps: answers become the data that ``static/cartomut/carte.js`` draws, and a legend."""
