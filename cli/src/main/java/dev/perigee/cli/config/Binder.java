package dev.perigee.cli.config;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Nearest;
import dev.perigee.protocol.BadValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes one configuration of its sources. Every mistake in them is found and reported together, one line each: where,
/// what was given, what was expected.
final class Binder<C> {
    private final Schema<C> schema;
    private final List<String> errors = new ArrayList<>();
    private final Map<Setting<?>, Given> given = new LinkedHashMap<>();

    private Binder(Schema<C> schema) {
        this.schema = schema;
    }

    /// Throws `CliException` with all that is wrong.
    static <C> Bound<C> bind(Schema<C> schema, Sources sources) {
        Binder<C> binder = new Binder<>(schema);
        binder.collect(sources);
        Values values = binder.parse();
        binder.refuseMissing();
        Optional<C> config = binder.build(values);
        if (config.isEmpty() || !binder.errors.isEmpty()) {
            throw new CliException(binder.errors);
        }
        return new Bound<>(config.get(), values);
    }

    private void collect(Sources sources) {
        if (sources.file() != null) {
            try {
                YamlFile.read(sources.file())
                        .forEach(value -> acceptOnce(value, schema.ofKey(value.key()), schema.keys()));
            } catch (BadValue e) {
                errors.add(e.getMessage());
            }
        }
        sources.variables(schema.prefix())
                .forEach(value -> accept(value, schema.ofVariable(value.key()), schema.variables()));
        sources.given().forEach(value -> accept(value, schema.ofKey(value.key()), schema.keys()));
    }

    private void acceptOnce(Given value, Optional<Setting<?>> setting, List<String> known) {
        Given earlier = setting.map(given::get).orElse(null);
        if (earlier != null) {
            errors.add(value.where() + ": " + value.key() + " \"" + value.raw().shown()
                    + "\": expected once, it is also at " + earlier.where());
        }
        accept(value, setting, known);
    }

    private void accept(Given value, Optional<Setting<?>> setting, List<String> known) {
        if (setting.isPresent()) {
            given.put(setting.get(), value);
        } else {
            String place = value.where().equals(value.key()) ? "" : value.where() + ": ";
            errors.add(place + value.key() + " is unknown: " + Nearest.hint(value.key(), known));
        }
    }

    private Values parse() {
        Values values = Values.NONE;
        for (Map.Entry<Setting<?>, Given> entry : given.entrySet()) {
            try {
                values = values.with(entry.getKey(), entry.getValue().raw());
            } catch (BadValue e) {
                errors.add(entry.getValue().where() + ": " + e.getMessage());
            }
        }
        return values;
    }

    private void refuseMissing() {
        for (Setting<?> setting : schema.required()) {
            if (!given.containsKey(setting)) {
                errors.add(setting.key() + " is missing: expected " + setting.doc() + " (in the file, or "
                        + setting.variable(schema.prefix()) + ")");
            }
        }
    }

    /// Leaves out one value after the other that is refused, so that the others are checked too.
    private Optional<C> build(Values all) {
        Values values = all;
        while (true) {
            try {
                return Optional.of(schema.build().apply(values));
            } catch (Wrong e) {
                errors.addAll(e.lines());
                values = values.without(e.setting());
            } catch (BadValue e) {
                String message = String.valueOf(e.getMessage());
                Optional<Setting<?>> culprit = culprit(message, values);
                if (culprit.isEmpty()) {
                    errors.add(message);
                    return Optional.empty();
                }
                Given value = given.get(culprit.get());
                errors.add((value == null ? "" : value.where() + ": ") + message);
                values = values.without(culprit.get());
            }
        }
    }

    private Optional<Setting<?>> culprit(String message, Values values) {
        return given.keySet().stream()
                .filter(setting -> message.startsWith(setting.key() + " ") && values.has(setting))
                .findFirst();
    }
}
