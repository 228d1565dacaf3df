package dev.perigee.cli.listing;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.ConfigDifference;
import dev.perigee.protocol.config.ConfigDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Layers as people write them into files, and differences as they read them.
final class ConfigFiles {
    private ConfigFiles() {}

    static ConfigDocument read(Path file) {
        try {
            return ConfigDocument.parse(Files.readString(file));
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e);
        }
    }

    static void print(Shell shell, List<ConfigDifference> changes) {
        for (ConfigDifference change : changes) {
            if (change.before() != null) {
                shell.streams().out().println("  - " + change.path() + " " + change.before());
            }
            if (change.after() != null) {
                shell.streams().out().println("  + " + change.path() + " " + change.after());
            }
        }
    }
}
