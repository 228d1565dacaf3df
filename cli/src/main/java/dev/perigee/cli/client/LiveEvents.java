package dev.perigee.cli.client;

import dev.perigee.protocol.BadValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A stream of server-sent events as it arrives: read ahead by a few events on a thread of its own, so that silence
/// does not hold its reader longer than that wants. Whoever opened it closes it.
public final class LiveEvents<T> implements AutoCloseable {
    private static final int AHEAD_MAX = 16;

    private final InputStream in;
    private final Thread reading;
    private final Decoder<T> decoder;
    private final BlockingQueue<Arrival<T>> arrivals = new ArrayBlockingQueue<>(AHEAD_MAX);

    /// What the connection brought.
    private sealed interface Arrival<T> {
        record Event<T>(T event) implements Arrival<T> {}

        /// A comment, by which the control plane shows that it is there.
        record Alive<T>() implements Arrival<T> {}

        record Broken<T>() implements Arrival<T> {}
    }

    /// Makes an event of its id, if it has one, its name and its data; nothing of one that it does not know.
    @FunctionalInterface
    interface Decoder<T> {
        Optional<T> read(@Nullable String id, String name, String data);
    }

    LiveEvents(InputStream in, Decoder<T> decoder) {
        this.in = in;
        this.decoder = decoder;
        this.reading = Thread.ofVirtual().name("live-events").start(this::read);
    }

    /// The next event; nothing when the stream is broken, or was silent for `silenceMax`.
    public Optional<T> next(Duration silenceMax) throws InterruptedException {
        while (true) {
            switch (arrivals.poll(silenceMax.toMillis(), TimeUnit.MILLISECONDS)) {
                case Arrival.Event<T>(T event) -> {
                    return Optional.of(event);
                }
                case Arrival.Alive<T> _ -> {}
                case Arrival.Broken<T> _ -> {
                    return Optional.empty();
                }
                case null -> {
                    return Optional.empty();
                }
            }
        }
    }

    @Override
    public void close() {
        reading.interrupt();
        try {
            in.close();
        } catch (IOException _) {
            // It was not to be read any further anyway.
        }
    }

    private void read() {
        try {
            parse();
            arrivals.put(new Arrival.Broken<>());
        } catch (InterruptedException _) {
            // Nobody listens any more.
        }
    }

    private void parse() throws InterruptedException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            String id = null;
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    arrivals.put(new Arrival.Alive<>());
                } else if (line.isEmpty()) {
                    id = null;
                    name = "";
                } else if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    Optional<T> event = decoder.read(id, name, line.substring("data: ".length()));
                    if (event.isPresent()) {
                        arrivals.put(new Arrival.Event<>(event.get()));
                    }
                }
            }
        } catch (IOException | BadValue _) {
            // As good as cut off: whoever reads goes on from where it is.
        }
    }
}
