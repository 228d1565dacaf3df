package dev.perigee.satellite.config;

import dev.perigee.gateway.policy.GatewayPolicy;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.json.Json;
import dev.perigee.satellite.link.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/// The last good configuration on disk, for its owner only, with what is secret in it. It is replaced as a whole.
public final class ConfigFile {
    /// What it is called in the satellite's directory.
    public static final String NAME = "config.json";

    private final Place place;

    /// Where one text is kept.
    public interface Place {
        Optional<String> read() throws IOException;

        /// On disk when this returns, as a whole or, where the machine stops before, not at all.
        void write(String text) throws IOException;
    }

    /// A configuration that was applied and found well. The highest revision that was ever good is `revision`.
    /// `secrets` are what the document refers to, as they were sent. Prints without them.
    public record Good(long revision, ConfigDocument document, SortedMap<String, String> secrets) {
        static final Good NONE = new Good(0, ConfigDocument.EMPTY, Collections.emptySortedMap());

        public Good {
            secrets = secrets == null ? Collections.emptySortedMap() : Collections.unmodifiableSortedMap(secrets);
        }

        @Override
        public String toString() {
            return "Good[revision=" + revision + ", document=" + document + ", secrets=" + secrets.keySet() + "]";
        }
    }

    public ConfigFile(Path path) {
        this(new Place() {
            private final PrivateFile file = new PrivateFile(path);

            @Override
            public Optional<String> read() throws IOException {
                return file.read();
            }

            @Override
            public void write(String text) throws IOException {
                file.write(text);
            }
        });
    }

    public ConfigFile(Place place) {
        this.place = place;
    }

    /// What the last good configuration restricts for the gateway, before anything of that is begun.
    public GatewayPolicy policy() throws IOException {
        return Sections.policy(read().document());
    }

    Good read() throws IOException {
        Optional<String> text = place.read();
        return text.isEmpty() ? Good.NONE : Json.WIRE.read(text.get(), Good.class);
    }

    /// On disk when this returns.
    void write(Good good) throws IOException {
        place.write(Json.WIRE.text(good));
    }
}
