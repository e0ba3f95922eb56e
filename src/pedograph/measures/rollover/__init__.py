"""Roll-over: phases of stance, and how pressure is distributed over them."""
