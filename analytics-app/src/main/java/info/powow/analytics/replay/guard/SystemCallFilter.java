package info.powow.analytics.replay.guard;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the Linux kernel deny this process sockets and other programs permanently: seccomp(2) in
/// filter mode, for all threads. No code in the process can undo it, no matter what it loads.
public final class SystemCallFilter {
  private static final int SET_NO_NEW_PRIVILEGES = 38;
  private static final int SET_MODE_FILTER = 1;
  private static final int ALL_THREADS = 1;

  private static final int LOAD_WORD = 0x20;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;
  private static final int ALLOW = 0x7fff0000;
  private static final int REFUSE_NOT_PERMITTED = 0x00050001;

  private static final int INTERNET = 2;
  private static final int STREAM = 1;

  /// Offsets in `struct seccomp_data`.
  private static final int NUMBER = 0;

  private static final int ARCHITECTURE = 4;

  /// The numbers of the x32 calls on x86-64 start here.
  private static final int X32 = 0x40000000;

  /// @param audit the name of the architecture in `linux/audit.h`
  /// @param seccomp the number of seccomp(2)
  /// @param refused the numbers of the denied calls
  private record Architecture(int audit, int seccomp, int[] refused) {}

  /// In the order socket, socketpair, bind, listen, accept, accept4, connect, sendto, sendmsg,
  /// sendmmsg, execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup,
  /// io_uring_enter, io_uring_register.
  private static final Map<String, Architecture> KNOWN =
      Map.of(
          "amd64",
          new Architecture(
              0xC000003E,
              317,
              new int[] {
                41, 53, 49, 50, 43, 288, 42, 44, 46, 307, 59, 322, 101, 310, 311, 425, 426, 427
              }),
          "aarch64",
          new Architecture(
              0xC00000B7,
              277,
              new int[] {
                198, 199, 200, 201, 202, 242, 203, 206, 211, 269, 221, 281, 117, 270, 271, 425, 426,
                427
              }));

  private SystemCallFilter() {}

  /// Applies the filter.
  ///
  /// @return whether sockets are denied from now on; false on systems other than Linux, and if the
  ///     kernel has no filters
  public static boolean apply() {
    @Nullable Architecture here = KNOWN.get(System.getProperty("os.arch", ""));
    if (here == null || !System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      install(arena, here);
      return refusesSockets();
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /// Tests the kernel, instead of trusting that it obeyed. Calls the C function, because Java's
  /// socket classes cannot even be loaded without sockets.
  private static boolean refusesSockets() {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfInt integer = ValueLayout.JAVA_INT;
    MethodHandle socket =
        linker.downcallHandle(
            linker.defaultLookup().find("socket").orElseThrow(),
            FunctionDescriptor.of(integer, integer, integer, integer));
    try {
      return (int) socket.invokeExact(INTERNET, STREAM, 0) < 0;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a C function throws nothing", e);
    }
  }

  private static void install(Arena arena, Architecture here) {
    int[] refused = here.refused();
    int count = refused.length + 6;
    MemorySegment filter = arena.allocate(8L * count, 8);
    int refusal = count - 1;
    put(filter, 0, LOAD_WORD, 0, 0, ARCHITECTURE);
    put(filter, 1, JUMP_IF_EQUAL, 0, refusal - 2, here.audit());
    put(filter, 2, LOAD_WORD, 0, 0, NUMBER);
    put(filter, 3, JUMP_IF_AT_LEAST, refusal - 4, 0, X32);
    for (int i = 0; i < refused.length; i++) {
      int at = 4 + i;
      put(filter, at, JUMP_IF_EQUAL, refusal - at - 1, 0, refused[i]);
    }
    put(filter, count - 2, RETURN, 0, 0, ALLOW);
    put(filter, refusal, RETURN, 0, 0, REFUSE_NOT_PERMITTED);
    MemorySegment program = arena.allocate(16, 8);
    program.set(ValueLayout.JAVA_SHORT, 0, (short) count);
    program.set(ValueLayout.ADDRESS, 8, filter);

    Linker linker = Linker.nativeLinker();
    AddressLayout pointer = ValueLayout.ADDRESS;
    ValueLayout.OfInt integer = ValueLayout.JAVA_INT;
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    MethodHandle prctl =
        linker.downcallHandle(
            linker.defaultLookup().find("prctl").orElseThrow(),
            FunctionDescriptor.of(integer, integer, word, word, word, word),
            Linker.Option.firstVariadicArg(1));
    MethodHandle syscall =
        linker.downcallHandle(
            linker.defaultLookup().find("syscall").orElseThrow(),
            FunctionDescriptor.of(word, word, word, word, pointer),
            Linker.Option.firstVariadicArg(1));
    try {
      int unused = (int) prctl.invokeExact(SET_NO_NEW_PRIVILEGES, 1L, 0L, 0L, 0L);
      long ignored =
          (long)
              syscall.invokeExact(
                  (long) here.seccomp(), (long) SET_MODE_FILTER, (long) ALL_THREADS, program);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a system call throws nothing", e);
    }
  }

  private static void put(
      MemorySegment filter, int at, int code, int ifTrue, int ifFalse, int operand) {
    long start = 8L * at;
    filter.set(ValueLayout.JAVA_SHORT, start, (short) code);
    filter.set(ValueLayout.JAVA_BYTE, start + 2, (byte) ifTrue);
    filter.set(ValueLayout.JAVA_BYTE, start + 3, (byte) ifFalse);
    filter.set(ValueLayout.JAVA_INT, start + 4, operand);
  }
}
