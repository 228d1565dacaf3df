package dev.perigee.bench;

import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// What a benchmark found, in the order in which it is shown: a table for people, then one JSON object for programs.
final class Figures {
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /// Without a number where it was not measured.
    private record Row(OptionalDouble number, String unit, String note) {
        String text() {
            return number.isEmpty()
                    ? "-"
                    : String.format(Locale.ROOT, number.getAsDouble() >= 1000 ? "%,.0f" : "%.2f", number.getAsDouble());
        }
    }

    Figures add(String name, double value, String unit, String note) {
        rows.put(name, new Row(OptionalDouble.of(value), unit, note));
        return this;
    }

    /// Says that a figure is not there, and why.
    Figures notMeasured(String name, String why) {
        rows.put(name, new Row(OptionalDouble.empty(), "", "not measured: " + why.replaceAll("\\s+", " ")));
        return this;
    }

    /// The number of a figure that was measured.
    OptionalDouble value(String name) {
        Row row = rows.get(name);
        return row == null ? OptionalDouble.empty() : row.number();
    }

    void print(String benchmark, PrintStream out) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", benchmark);
        rows.forEach((name, row) -> {
            out.printf("%-" + width + "s  %12s %-5s  %s%n", name, row.text(), row.unit(), row.note());
            row.number().ifPresent(number -> json.put(name, Math.round(number * 1000) / 1000.0));
        });
        out.println(Json.WIRE.text(json));
    }
}
