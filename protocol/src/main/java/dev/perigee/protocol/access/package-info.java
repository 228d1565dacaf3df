/// Who may do what, in the words of the operator API: roles, teams, operators and their keys.
@NullMarked
package dev.perigee.protocol.access;

import org.jspecify.annotations.NullMarked;
