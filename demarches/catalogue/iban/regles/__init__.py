"""Rules of chapter 6, one file each: the number, the banks, the holders, who may ask, what a person must look at. Pure."""
