// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

// Headers of QConductor are found as <QConductor/…> alone. The C library has an <error.h>, too.
#if !__has_include(<QConductor/component.h>)
#  error "<QConductor/component.h> is not found"
#endif
#if __has_include(<component.h>) || __has_include(<Component>) || __has_include(<component_p.h>)
#  error "a folder of QConductor's sources is on the include path"
#endif
#if __has_include(<error.h>)
#  include <error.h>
#endif
#ifdef QCONDUCTOR_ERROR_H
#  error "<error.h> is QConductor's"
#endif
