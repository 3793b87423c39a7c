// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "inspectorwindow.h"

#include <QConductor/Conductor>

#include <QtCore/qloggingcategory.h>
#include <QtCore/qthread.h>
#include <QtGui/qguiapplication.h>

namespace QConductor {

namespace {

Q_LOGGING_CATEGORY(lcInspector, "qconductor.inspector")

} // namespace

/*!
    \qmlmodule QConductor.Inspector
    \title QConductor Inspector QML Types
    \brief Shows a conductor: what depends on what, what each component does, and what took how long.
    \since QConductor 1.0

    \code
    import QConductor.Inspector
    \endcode

    \sa {The inspector}
*/

/*!
    \fn QQuickWindow *QConductor::showInspector(Conductor *conductor)
    \relates QConductor::Conductor

    Opens a window that shows the graph of \a conductor, what its last setup and shutdown took, its components and their
    failures, and returns the window. It is for an application of any kind that has a QGuiApplication; a QApplication is one. If
    there is such a window already, it is raised and returned.

    The window belongs to the library and has a QML engine of its own. It is destroyed when it is closed, when the conductor is
    destroyed, and when the application's event loop ends. An open inspector doesn't keep an application from quitting when its
    last window is closed.

    Call this function in the thread that the conductor lives in, which has to be that of the application. Otherwise a warning is
    logged, and \c nullptr is returned; so it is if \a conductor is \c nullptr.

    The function is in the library QConductor::Inspector, and its header is \c {<QConductor/Inspector>}.

    \since QConductor 1.0
    \sa {The inspector}
*/
QQuickWindow *showInspector(Conductor *conductor)
{
    if (!conductor) {
        qCWarning(lcInspector, "showInspector() needs a conductor, not a null pointer");
        return nullptr;
    }
    if (!qobject_cast<QGuiApplication *>(QCoreApplication::instance())) {
        qCWarning(lcInspector, "showInspector() needs a QGuiApplication or a QApplication, not a QCoreApplication");
        return nullptr;
    }
    if (QThread::currentThread() != qApp->thread() || conductor->thread() != qApp->thread()) {
        qCWarning(lcInspector,
                  "showInspector() has to be called in the thread of the application, in which the conductor "
                  "has to live too");
        return nullptr;
    }
    return InspectorWindow::show(conductor);
}

/*!
    \fn QQuickWindow *QConductor::showInspector(Conductor &conductor)
    \relates QConductor::Conductor
    \overload
    \since QConductor 1.0
*/
QQuickWindow *showInspector(Conductor &conductor)
{
    return showInspector(&conductor);
}

} // namespace QConductor
