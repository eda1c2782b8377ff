# Flags, and functions: for a library (and a hot one), a test binary, a capability.

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug)
endif()

find_program(KORI_CCACHE ccache)
if(KORI_CCACHE)
  # Paths of the checkout stay out of what is compared, so another clone finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${KORI_CCACHE})
endif()

add_library(kori_flags INTERFACE)
target_compile_features(kori_flags INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
target_include_directories(kori_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(kori_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wswitch-enum -Werror
  -fmacro-prefix-map=${CMAKE_SOURCE_DIR}/= -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # g++ accepts `= {}` aggregates with missing trailing fields; clang's check would forbid the route rows' short form.
  target_compile_options(kori_flags INTERFACE -Wno-missing-field-initializers -Wno-missing-designated-field-initializers)
else()
  target_compile_options(kori_flags INTERFACE -Wno-missing-field-initializers)
endif()

find_program(KORI_MOLD mold)
if(KORI_MOLD)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12.1)
    message(STATUS "mold found, but this g++ cannot use it by name")
  else()
    target_link_options(kori_flags INTERFACE -fuse-ld=mold)
  endif()
endif()

# kori_library(core_base SOURCES a.cpp b.cpp LINKS other)
function(kori_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC kori_flags ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# kori_hot(core_json): every test spends much of its time in this library, so it is optimised a little in Debug too.
function(kori_hot name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Debug>:-O1>)
endfunction()

# kori_test(core_base_test LABEL fast SOURCES a_test.cpp LINKS core_base)
# One ctest entry a binary; labels: fast, wire, slow, long. A listener prints "N passed, N failed"; zero tests run is a failure.
function(kori_test name)
  cmake_parse_arguments(ARG "ONE_ENGINE" "TIMEOUT" "LABEL;SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE kori_test_main ${ARG_LINKS})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  # A whole marketplace runs over either engine, so what needs one is run over both; ONE_ENGINE says why not beside it.
  if("kori_test_world" IN_LIST ARG_LINKS AND NOT ARG_ONE_ENGINE)
    list(APPEND ARG_LABEL world)
  endif()
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABEL}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# kori_capability(marketplace offer EXTRA more.cpp LINKS …): the machinery of a capability beside its pure rules, which
# are listed in the area's rules library. Fails when a known file name is missing.
function(kori_capability area name)
  cmake_parse_arguments(ARG "" "" "EXTRA;LINKS" ${ARGN})
  set(sources)
  foreach(part store actions api)
    set(file ${CMAKE_SOURCE_DIR}/${area}/${name}/${name}_${part}.cpp)
    if(NOT EXISTS ${file})
      message(FATAL_ERROR "capability ${area}/${name} lacks ${name}_${part}.cpp")
    endif()
    list(APPEND sources ${file})
  endforeach()
  foreach(extra ${ARG_EXTRA})
    list(APPEND sources ${CMAKE_SOURCE_DIR}/${area}/${name}/${extra})
  endforeach()
  kori_library(${area}_${name} SOURCES ${sources} LINKS ${area}_rules core_desk core_work ${ARG_LINKS})
  set_property(GLOBAL APPEND PROPERTY KORI_CAPABILITIES ${area}_${name})
endfunction()
