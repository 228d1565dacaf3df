import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Rewrites the classes of a jar that are older than Java 6 as Java 8 ones, with the stack maps that those must have.
/// The JVM keeps no older ones in its AOT cache, and picocli, which every command needs first, is compiled for Java
/// 5.
final class Modern {
    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;
    private static final FileTime TIME = FileTime.fromMillis(0);

    private Modern() {}

    static void rewrite(Path jar) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".part");
        FileTime time = Files.getLastModifiedTime(jar);
        try (ZipFile old = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(fresh);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            Enumeration<? extends ZipEntry> entries = old.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                zip.putNextEntry(new ZipEntry(entry.getName()).setLastModifiedTime(TIME));
                try (InputStream in = old.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    zip.write(entry.getName().endsWith(".class") ? modern(bytes, old) : bytes);
                }
                zip.closeEntry();
            }
        }
        Files.setLastModifiedTime(fresh, time);
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] modern(byte[] bytes, ZipFile jar) {
        // a stack map names the common supertypes of the classes that meet at a jump, most of which are in the same jar
        ClassHierarchyResolver relations = ClassHierarchyResolver.ofResourceParsing(name -> find(name, jar))
                .orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile classes = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(relations));
        ClassModel model = classes.parse(bytes);
        if (model.majorVersion() >= JAVA_6) {
            return bytes;
        }
        return classes.transformClass(
                model,
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                        .andThen(ClassTransform.endHandler(it -> it.withVersion(JAVA_8, 0))));
    }

    private static InputStream find(ClassDesc type, ZipFile jar) {
        String descriptor = type.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
