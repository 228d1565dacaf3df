package dev.perigee.bench;

import dev.perigee.protocol.json.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a benchmark found, in the order in which it is shown: a table for people, then one JSON object for programs.
final class Figures {
    private final Map<String, Row> rows = new LinkedHashMap<>();

    private record Row(double value, String unit, String note) {}

    Figures add(String name, double value, String unit, String note) {
        rows.put(name, new Row(value, unit, note));
        return this;
    }

    double value(String name) {
        Row row = rows.get(name);
        if (row == null) {
            throw new IllegalArgumentException("no figure " + name);
        }
        return row.value();
    }

    void print(String benchmark, PrintStream out) {
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("benchmark", benchmark);
        rows.forEach((name, row) -> {
            String value = String.format(Locale.ROOT, row.value() >= 1000 ? "%,.0f" : "%.2f", row.value());
            out.printf("%-" + width + "s  %12s %-5s  %s%n", name, value, row.unit(), row.note());
            json.put(name, Math.round(row.value() * 1000) / 1000.0);
        });
        out.println(Json.WIRE.text(json));
    }
}
