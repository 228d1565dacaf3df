package dev.perigee.protocol.api;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.StreamName;
import dev.perigee.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event of the stream of a command's output: its name, and its data as JSON in one line.
public sealed interface LiveEvent {
    String name();

    String data();

    /// Bytes of a stream from `offset` on. The name is the stream's; the data has `text` where they are UTF-8, else
    /// `base64`.
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    record Written(StreamName stream, long offset, byte[] bytes) implements LiveEvent {
        @Override
        public String name() {
            return stream.wireName();
        }

        @Override
        public String data() {
            return new Output(bytes, bytes.length)
                    .text()
                    .map(text -> Json.WIRE.text(new WrittenData(offset, text, null)))
                    .orElseGet(() -> Json.WIRE.text(
                            new WrittenData(offset, null, Base64.getEncoder().encodeToString(bytes))));
        }
    }

    /// The bytes of a stream between two offsets, the second not included, are not to be had live.
    record Gap(StreamName stream, long from, long to) implements LiveEvent {
        @Override
        public String name() {
            return "gap";
        }

        @Override
        public String data() {
            return Json.WIRE.text(this);
        }
    }

    /// How far the command is.
    record Progress(@Nullable Integer percent, @Nullable String note, Instant at) implements LiveEvent {
        @Override
        public String name() {
            return "progress";
        }

        @Override
        public String data() {
            return Json.WIRE.text(this);
        }
    }

    /// The command has ended, and nothing more comes.
    record End(CommandState state) implements LiveEvent {
        @Override
        public String name() {
            return "end";
        }

        @Override
        public String data() {
            return Json.WIRE.text(this);
        }
    }

    /// Reads an event; nothing when its name is from a newer version. Throws `BadValue` when its data is not as it
    /// must be.
    static Optional<LiveEvent> read(String name, String data) {
        return switch (name) {
            case "stdout", "stderr" ->
                Optional.of(Json.WIRE.read(data, WrittenData.class).of(StreamName.of(name)));
            case "gap" -> Optional.of(Json.WIRE.read(data, Gap.class));
            case "progress" -> Optional.of(Json.WIRE.read(data, Progress.class));
            case "end" -> Optional.of(Json.WIRE.read(data, End.class));
            default -> Optional.empty();
        };
    }

    /// The data of `Written`.
    record WrittenData(
            long offset, @Nullable String text, @Nullable String base64) {
        private Written of(StreamName stream) {
            if (text != null) {
                return new Written(stream, offset, text.getBytes(StandardCharsets.UTF_8));
            }
            if (base64 == null) {
                throw new BadValue("output event without text or base64");
            }
            try {
                return new Written(stream, offset, Base64.getDecoder().decode(base64));
            } catch (IllegalArgumentException _) {
                throw new BadValue("base64", base64, "base 64");
            }
        }
    }
}
