import gc

# By itself Python looks for circles among its objects whenever 700 more have been made. A page makes up to a hundred
# thousand, hardly any of them in circles, and the search took a fifth to two thirds of its time.
gc.set_threshold(50_000, 20, 20)
