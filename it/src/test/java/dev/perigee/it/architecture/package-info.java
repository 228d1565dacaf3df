/// The rules of the design and of the house style that a machine can see, checked on the classes of all modules and on
/// all sources. Start at `ModulesTest`.
@NullMarked
package dev.perigee.it.architecture;

import org.jspecify.annotations.NullMarked;
