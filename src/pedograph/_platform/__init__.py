"""What differs between systems: folders, atomic writes, threads of the linear algebra library."""
