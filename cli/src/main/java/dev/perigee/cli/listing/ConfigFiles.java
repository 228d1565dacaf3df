package dev.perigee.cli.listing;

import dev.perigee.cli.shell.Ago;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Table;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.config.ConfigDifference;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Layers as people write them into files, and differences as they read them.
final class ConfigFiles {
    private ConfigFiles() {}

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Reads JSON, or YAML from a file that is named so.
    static ConfigDocument read(Path file) {
        try {
            String text = Files.readString(file);
            return isYaml(file) ? yaml(file, text) : ConfigDocument.parse(text);
        } catch (NoSuchFileException _) {
            throw new CliException("cannot read " + file + ": there is no such file");
        } catch (IOException e) {
            throw new CliException("cannot read " + file + ": " + e);
        }
    }

    /// The document as people edit it, in the form that the file's name says.
    static String text(ConfigDocument document, Path file) {
        return isYaml(file)
                ? YAML.writeValueAsString(document.json())
                : PRETTY.writeValueAsString(document.json()) + "\n";
    }

    private static boolean isYaml(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
    }

    private static ConfigDocument yaml(Path file, String text) {
        try {
            return ConfigDocument.of(YAML.readTree(text));
        } catch (JacksonException e) {
            throw new BadValue(file + " is not YAML: " + e.getOriginalMessage());
        }
    }

    static void print(Shell shell, ConfigView.DryRun run) {
        for (ConfigView.DryRun.Change change : run.changes()) {
            shell.streams().out().println("satellite " + change.satellite());
            print(shell, change.changes());
            change.mistakes().forEach(mistake -> shell.streams().out().println("  wrong: " + mistake));
        }
        shell.streams().out().println(run.changes().size() + " would change, " + run.unchanged() + " not");
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

    static void print(Shell shell, ConfigView.Revision revision) {
        shell.streams().out().println("layer " + revision.layer().text() + " is at revision " + revision.revision());
        print(shell, revision.changes());
    }

    static void print(Shell shell, ConfigView.Drift answer) {
        shell.streams().out().println(answer.inSync() + " in sync, " + answer.drifted() + " drifted");
        if (answer.satellites().isEmpty()) {
            return;
        }
        Table table = new Table("SATELLITE", "STATE", "SINCE", "ERROR");
        Instant now = shell.time().clock().instant();
        for (ConfigView.Drift.Drifting drifting : answer.satellites()) {
            table.row(
                    drifting.satellite().value(),
                    drifting.state().wireName(),
                    drifting.since() == null ? "" : Ago.of(drifting.since(), now),
                    drifting.error() == null ? "" : drifting.error());
        }
        table.print(shell.streams().out());
    }
}
