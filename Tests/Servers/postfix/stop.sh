#!/bin/sh
# Ends the Postfix of a folder, and no other.
# usage: stop.sh FOLDER
PATH=/usr/sbin:/sbin:$PATH exec postfix -c "$1/etc" stop
