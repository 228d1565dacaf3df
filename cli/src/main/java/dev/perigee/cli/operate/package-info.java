/// What an operator does to commands that are there: `perigee cancel` and `perigee redrive`.
@NullMarked
package dev.perigee.cli.operate;

import org.jspecify.annotations.NullMarked;
