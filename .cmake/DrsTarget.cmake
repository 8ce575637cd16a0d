# SPDX-License-Identifier: Apache-2.0
# One library a folder; what it may include is what it links: the link graph repeats the arrows of the house.

add_library(drs_options INTERFACE)
target_compile_options(drs_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
target_compile_definitions(drs_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_NO_TS_EXECUTORS BOOST_ALL_NO_LIB
  DRS_VERSION="${PROJECT_VERSION}")
target_include_directories(drs_options INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/agent)

# Paths below the checkout are hashed as relative ones: another clone of the same commit finds everything in the cache.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    ${CCACHE})
endif()

# drs_library(name SOURCES a.cpp ... [PUBLIC drs::x ...] [PRIVATE lib ...] [ASIO])
# ASIO: the sources include Asio; they share one precompiled header of it.
function(drs_library name)
  cmake_parse_arguments(A "ASIO" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(drs_${name} STATIC ${A_SOURCES})
  add_library(drs::${name} ALIAS drs_${name})
  target_link_libraries(drs_${name} PUBLIC drs_options ${A_PUBLIC} PRIVATE ${A_PRIVATE})
  if(A_ASIO)
    drs_precompiled_asio(drs_${name})
  endif()
endfunction()

function(drs_executable name)
  cmake_parse_arguments(A "ASIO" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE drs_options ${A_LINK})
  if(A_ASIO)
    drs_precompiled_asio(${name})
  endif()
endfunction()

function(drs_precompiled_asio target)
  target_compile_options(${target} PRIVATE -Winvalid-pch)
  if(NOT TARGET drs_pch)
    file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/pch.cpp CONTENT "")
    add_library(drs_pch STATIC ${CMAKE_BINARY_DIR}/pch.cpp)
    target_link_libraries(drs_pch PRIVATE drs_options Threads::Threads)
    target_compile_options(drs_pch PRIVATE -Winvalid-pch)
    target_precompile_headers(drs_pch PRIVATE ${CMAKE_SOURCE_DIR}/agent/runtime/precompiled.hpp)
  endif()
  target_precompile_headers(${target} REUSE_FROM drs_pch)
endfunction()

# drs_test(name SOURCES a_test.cpp ... LINK drs::x ...): a GoogleTest program whose cases CTest knows one by one.
function(drs_test name)
  cmake_parse_arguments(A "ASIO" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE drs_options ${A_LINK} GTest::gmock_main fmt::fmt)
  if(A_ASIO)
    drs_precompiled_asio(${name})
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST NO_PRETTY_VALUES PROPERTIES TIMEOUT 120)
endfunction()
