package dev.perigee.cli.shell;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option `-o text|json`.
public final class OutputFormat {
    enum Form {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            description = "For people (the default), or one JSON document for programs.")
    private @Nullable Form form;

    public boolean json() {
        return form == Form.JSON;
    }

    public boolean given() {
        return form != null;
    }
}
