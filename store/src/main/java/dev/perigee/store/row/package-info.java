/// What is written down the same way in every database: priorities as numbers.
@NullMarked
package dev.perigee.store.row;

import org.jspecify.annotations.NullMarked;
