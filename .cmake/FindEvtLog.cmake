# SPDX-License-Identifier: Apache-2.0
# libevtlog of package syslog-ng-dev; it has no pkg-config file and lives outside the default library path.
find_path(EVTLOG_INCLUDE_DIR evtlog.h PATH_SUFFIXES syslog-ng)
find_library(EVTLOG_LIBRARY evtlog PATHS /usr/lib/syslog-ng)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(EvtLog REQUIRED_VARS EVTLOG_LIBRARY EVTLOG_INCLUDE_DIR)
if(EvtLog_FOUND AND NOT TARGET EvtLog::evtlog)
  get_filename_component(dir ${EVTLOG_LIBRARY} DIRECTORY)
  add_library(EvtLog::evtlog UNKNOWN IMPORTED)
  set_target_properties(EvtLog::evtlog PROPERTIES IMPORTED_LOCATION ${EVTLOG_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${EVTLOG_INCLUDE_DIR} INTERFACE_LINK_OPTIONS "-Wl,-rpath,${dir}"
    INTERFACE_LINK_LIBRARIES PkgConfig::GLIB)
endif()
