package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/// Reads a configuration file into its values, each with its line. Scalars are kept as they are written, so that the
/// program `true` stays a name. Throws `BadValue` when the file cannot be read or is not YAML.
final class YamlFile {
    private static final long SIZE_MAX = 1024 * 1024;

    private final String name;
    private final List<Given> found = new ArrayList<>();

    private YamlFile(String name) {
        this.name = name;
    }

    static List<Given> read(Path path) {
        YamlFile file = new YamlFile(String.valueOf(path.getFileName()));
        try {
            if (Files.size(path) > SIZE_MAX) {
                throw new BadValue("configuration file", path, "at most " + SIZE_MAX + " bytes");
            }
            file.parse(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new BadValue("configuration file", path, "a readable file");
        } catch (JacksonException e) {
            String message =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new BadValue(
                    file.name + ":" + e.getLocation().getLineNr() + ": not YAML: " + message + ": expected key: value");
        }
        return file.found;
    }

    private void parse(byte[] yaml) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), yaml)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new BadValue(where(parser) + ": expected a mapping of keys to values");
            }
            mapping(parser, "");
            if (parser.nextToken() != null) {
                throw new BadValue(where(parser) + ": a second document: expected one");
            }
        }
    }

    private void mapping(JsonParser parser, String prefix) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = prefix + parser.currentName();
            String where = where(parser);
            switch (parser.nextToken()) {
                case START_OBJECT -> mapping(parser, key + ".");
                case START_ARRAY -> found.add(new Given(where, key, new Raw.Many(sequence(parser, key))));
                case VALUE_NULL -> {
                    // a section whose keys are all commented out, or a key without a value: as if it were not there
                }
                default -> found.add(new Given(where, key, new Raw.One(parser.getString())));
            }
        }
    }

    private List<String> sequence(JsonParser parser, String key) {
        List<String> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isScalarValue()) {
                throw new BadValue(where(parser) + ": " + key + ": expected a list of plain values");
            }
            items.add(parser.getString());
        }
        return items;
    }

    private String where(JsonParser parser) {
        return name + ":" + parser.currentTokenLocation().getLineNr();
    }
}
