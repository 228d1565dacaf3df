/// What the tests of the command line share: a scripted control plane and a run of the program with everything
/// captured.
@NullMarked
package dev.perigee.cli.support;

import org.jspecify.annotations.NullMarked;
