/// `up`, `server` and `satellite`: the deployables in the foreground, their data directories and their end. Start at
/// `UpCommand`; `Deployables` is the seam to the two applications.
@NullMarked
package dev.perigee.cli.run;

import org.jspecify.annotations.NullMarked;
