package dev.perigee.cli.config;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Label;
import dev.perigee.protocol.target.Labels;
import dev.perigee.satellite.command.exec.ExecAllow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kinds of values that settings have.
final class Kinds {
    static final Kind<String> TEXT = Kind.scalar("one line of text", Kinds::notBlank, Kinds::quoted);
    static final Kind<String> SECRET = TEXT.asSecret();
    static final Kind<Path> PATH =
            Kind.scalar("a path", text -> Path.of(notBlank(text)), path -> quoted(path.toString()));
    static final Kind<URI> URL = Kind.scalar("a URL such as http://127.0.0.1:7400", URI::create, URI::toString);
    static final Kind<Integer> COUNT = Kind.scalar("a whole number", Integer::valueOf, String::valueOf);
    static final Kind<Boolean> FLAG = Kind.scalar("true or false", Kinds::flag, String::valueOf);
    static final Kind<Integer> BYTES =
            Kind.scalar("a number of bytes, such as 4096, 64KiB or 1MiB", Kinds::bytes, Kinds::bytesText);
    static final Kind<Duration> DURATION = new Kind<>(
            (key, raw) -> Durations.parse(key, raw instanceof Raw.One(String text) ? text.strip() : raw.shown()),
            Durations::format,
            false);
    static final Kind<SatelliteId> SATELLITE = new Kind<>(
            (key, raw) -> {
                Matcher form = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}").matcher(raw.shown());
                if (!form.matches()) {
                    throw new BadValue(
                            key, raw.shown(), "1 to 63 of a-z, 0-9, _ and -, beginning with a letter or a digit");
                }
                return new SatelliteId(raw.shown());
            },
            SatelliteId::value,
            false);
    static final Kind<ExecAllow> PROGRAMS = new Kind<>((_, raw) -> programs(raw), Kinds::programsText, false);

    static final Kind<GroupName> GROUP =
            new Kind<>((_, raw) -> new GroupName(raw.shown().strip()), group -> quoted(group.value()), false);
    static final Kind<List<String>> NAMES = new Kind<>(
            (_, raw) -> items(raw).stream().filter(item -> !item.isEmpty()).toList(),
            names -> names.stream().map(Kinds::quoted).toList().toString(),
            false);

    static final Kind<Labels> LABELS = new Kind<>((_, raw) -> labels(raw), Kinds::labelsText, false);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})\\s*(|b|kib|mib|gib)");
    private static final int KIB = 1024;

    private Kinds() {}

    private static String notBlank(String text) {
        if (text.isBlank() || text.lines().count() > 1) {
            throw new IllegalArgumentException("blank or several lines");
        }
        return text;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither");
        };
    }

    private static int bytes(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        long unit = switch (size.group(2)) {
            case "kib" -> KIB;
            case "mib" -> KIB * KIB;
            case "gib" -> KIB * KIB * KIB;
            default -> 1;
        };
        long bytes = Long.parseLong(size.group(1)) * unit;
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too large");
        }
        return (int) bytes;
    }

    private static String bytesText(int bytes) {
        if (bytes > 0 && bytes % (KIB * KIB) == 0) {
            return bytes / (KIB * KIB) + "MiB";
        }
        return bytes > 0 && bytes % KIB == 0 ? bytes / KIB + "KiB" : String.valueOf(bytes);
    }

    private static ExecAllow programs(Raw raw) {
        return switch (raw) {
            case Raw.One(String text) when text.strip().equals("any") -> ExecAllow.ANY;
            case Raw.One(String text) -> ExecAllow.only(List.of(text.strip().split("\\s*,\\s*", -1)));
            case Raw.Many(List<String> items) -> ExecAllow.only(items);
        };
    }

    private static Labels labels(Raw raw) {
        return Labels.of(items(raw).stream().map(Label::parse).toList());
    }

    /// Of a list, or of a text with commas between.
    private static List<String> items(Raw raw) {
        return switch (raw) {
            case Raw.One(String text) -> List.of(text.strip().split("\\s*,\\s*", -1));
            case Raw.Many(List<String> many) -> many;
        };
    }

    private static String labelsText(Labels labels) {
        return labels.values().entrySet().stream()
                .map(label -> quoted(label.getKey() + "=" + label.getValue()))
                .toList()
                .toString();
    }

    private static String programsText(ExecAllow allow) {
        return switch (allow) {
            case ExecAllow.Any _ -> "any";
            case ExecAllow.Only only ->
                only.programs().stream().map(Kinds::quoted).toList().toString();
        };
    }

    /// A YAML scalar that reads back as this text.
    private static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z/][A-Za-z0-9/._-]*") && !text.matches("(?i)true|false|null|any");
        return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
