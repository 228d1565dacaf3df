/// Layers of configuration, their revisions, and what satellites report of theirs as rows, in either database.
@NullMarked
package dev.perigee.store.config;

import org.jspecify.annotations.NullMarked;
