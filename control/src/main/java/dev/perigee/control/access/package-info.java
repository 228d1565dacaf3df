/// Who may do what, on whose: `Policy` decides, and is pure; `Operators` knows who calls.
@NullMarked
package dev.perigee.control.access;

import org.jspecify.annotations.NullMarked;
