package dev.perigee.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file system that cgroups are made of: a directory is a group, and its files come and go with it.
interface CgroupFiles {
    List<String> lines(Path file) throws IOException;

    /// Writes to a file that is there.
    void write(Path file, String text) throws IOException;

    boolean exists(Path path);

    void makeDirectory(Path directory) throws IOException;

    /// Fails while a process is in the group.
    void removeDirectory(Path directory) throws IOException;

    /// The groups right below; none when there is no such directory.
    List<Path> directories(Path directory);
}
