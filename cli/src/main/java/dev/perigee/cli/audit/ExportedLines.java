package dev.perigee.cli.audit;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditHeading;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Those that `perigee audit export` printed.
final class ExportedLines implements Lines {
    private final BufferedReader reader;
    private final AuditHeading heading;
    private int number = 1;

    ExportedLines(Path path) throws IOException {
        reader = Files.newBufferedReader(path);
        try {
            String first = reader.readLine();
            if (first == null) {
                throw new BadValue("FILE", path, "what `perigee audit export` printed; it is empty");
            }
            heading = read(first, AuditHeading.class);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public AuditHeading heading() {
        return heading;
    }

    @Override
    public @Nullable AuditLine next() throws IOException {
        String line = reader.readLine();
        number++;
        return line == null ? null : read(line, AuditLine.class);
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private <T> T read(String line, Class<T> type) {
        try {
            return Json.WIRE.read(line, type);
        } catch (BadValue e) {
            throw new BadValue("line " + number + ": " + e.getMessage());
        }
    }
}
