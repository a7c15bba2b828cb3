"""Maps as data, and their drawing for a terminal. Only `shipped` touches the disk, and only when it is asked."""
