/// End-to-end tests: the real binary, `dist/bin/perigee`, in processes of its own, as a user starts it. Start at
/// `SendIT`;
/// `Processes` starts everything and sees to it that nothing remains.
@NullMarked
package dev.perigee.it;

import org.jspecify.annotations.NullMarked;
